// Bars and what they need, drawn on a canvas: the policy of pages allows no style attributes, which the drawings in
// SVG and the tooltips in HTML would carry.
import { BarChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export { init };
