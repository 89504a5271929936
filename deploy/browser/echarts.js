// Bars, tiles and what they need, drawn on a canvas: the policy of pages allows no style attributes, which the drawings in
// SVG and the tooltips in HTML would carry.
import { BarChart, HeatmapChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent, VisualMapContinuousComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, HeatmapChart, GridComponent, LegendComponent, TooltipComponent, VisualMapContinuousComponent,
  CanvasRenderer]);

export { init };
