// The QR reader for browsers that have no BarcodeDetector of their own. The caller names the wasm file, so
// nothing is ever fetched from another host.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

// Browsers of the Chromium 86 class lack it, and the reader's package asks for it.
Object.hasOwn ||= (object, key) => Object.prototype.hasOwnProperty.call(object, key);

export async function openReader(wasmUrl) {
  await prepareZXingModule({
    overrides: { locateFile: (path, prefix) => (path.endsWith(".wasm") ? wasmUrl : prefix + path) },
    fireImmediately: true,
  });
  return async (imageData) => {
    const found = await readBarcodes(imageData, { formats: ["QRCode"], maxNumberOfSymbols: 1, tryDownscale: true });
    return found.filter((code) => code.isValid).map((code) => code.text);
  };
}
