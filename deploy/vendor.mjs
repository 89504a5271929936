// Puts the pinned browser libraries where the product serves them from.
//
//   npm ci && npm run vendor         writes static/vendor (and tests/vendor for axe-core)
//   npm ci && npm run vendor:check   fails when a committed file is not what the lock file's packages give
//
// The results are committed, so that the product itself needs no Node.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
// Government desktops run browsers of the Chromium 86 class; phones bring WeChat's.
const TARGET = ["chrome86", "safari14"];

const LIBRARIES = [
  { name: "htmx.org", file: "htmx.min.js", use: "filters and lists that change without a page load", copy: "dist/htmx.min.js" },
  { name: "zxing-wasm", file: "zxing-reader.js", use: "reads QR codes where the browser cannot", bundle: "zxing-reader.js" },
  { name: "zxing-wasm", file: "zxing-reader.wasm", use: "the reader itself, for zxing-reader.js", copy: "dist/reader/zxing_reader.wasm" },
  { name: "signature_pad", file: "signature-pad.js", use: "signing with a pen or a finger", bundle: "signature-pad.js" },
  { name: "@noble/ed25519", file: "ed25519.js", use: "checks badges where the browser cannot", bundle: "ed25519.js" },
  { name: "idb", file: "idb.js", use: "the gate's queue on the device", bundle: "idb.js" },
  { name: "echarts", file: "echarts.js", use: "the charts of rates and funnels, the map of tiles", bundle: "echarts.js", within: ["zrender", "tslib"] },
];
const FOR_TESTS = [{ name: "axe-core", file: "axe.min.js", use: "accessibility checks of the journeys", copy: "axe.min.js" }];

const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));

function packageOf(name) {
  const locked = lock.packages[`node_modules/${name}`];
  const installed = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
  if (installed.version !== locked.version) {
    throw new Error(`${name} ${installed.version} is installed, the lock file says ${locked.version}: run npm ci`);
  }
  return { version: locked.version, licence: locked.license, integrity: locked.integrity };
}

async function contentOf(library) {
  if (library.copy) return readFileSync(join(root, "node_modules", library.name, library.copy));
  const result = await build({
    entryPoints: [join(root, "deploy/browser", library.bundle)],
    bundle: true, minify: true, format: "esm", target: TARGET, supported: { destructuring: true }, write: false, legalComments: "inline",
    charset: "utf8", logLevel: "error",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

function licenceText(name) {
  const folder = join(root, "node_modules", name);
  const files = readdirSync(folder).filter((entry) => /^(licen[cs]e|notice)(\.\w+)?$/i.test(entry)).sort();
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return texts.join("\n\n") || "(the package carries no licence file)";
}

function listing(entries, title) {
  const lines = [`# ${title}`, "", "Written by `npm run vendor` from `package-lock.json`; do not edit.", "",
    "| file | package | version | licence | what for |", "| --- | --- | --- | --- | --- |"];
  for (const { library, origin } of entries) {
    lines.push(`| ${library.file} | ${library.name} | ${origin.version} | ${origin.licence} | ${library.use} |`);
  }
  lines.push("", "The licences' texts are in `LICENCES.txt`, the files' hashes in `integrity.json`.", "");
  return lines.join("\n");
}

async function filesFor(folder, libraries, title) {
  const files = new Map();
  const entries = [];
  const integrity = {};
  for (const library of libraries) {
    const content = await contentOf(library);
    const origin = packageOf(library.name);
    entries.push({ library, origin });
    files.set(join(folder, library.file), content);
    integrity[library.file] = {
      package: `${library.name}@${origin.version}`, package_integrity: origin.integrity,
      bytes: content.length, integrity: "sha384-" + createHash("sha384").update(content).digest("base64"),
    };
  }
  const names = [...new Set(libraries.flatMap((library) => [library.name, ...(library.within ?? [])]))];
  const licences = names.map((name) => `== ${name} ${packageOf(name).version}\n\n${licenceText(name)}\n`).join("\n");
  files.set(join(folder, "README.md"), Buffer.from(listing(entries, title)));
  files.set(join(folder, "LICENCES.txt"), Buffer.from(licences));
  files.set(join(folder, "integrity.json"), Buffer.from(JSON.stringify(integrity, null, 2) + "\n"));
  return files;
}

const wanted = new Map([
  ...(await filesFor("static/vendor", LIBRARIES, "Browser libraries served by the product")),
  ...(await filesFor("tests/vendor", FOR_TESTS, "Browser libraries used by the tests alone")),
]);

if (process.argv.includes("--check")) {
  const different = [...wanted].filter(
    ([file, content]) => !existsSync(join(root, file)) || !readFileSync(join(root, file)).equals(content),
  );
  const known = new Set(wanted.keys());
  const strays = ["static/vendor", "tests/vendor"]
    .flatMap((folder) => readdirSync(join(root, folder)).map((entry) => `${folder}/${entry}`))
    .filter((file) => !known.has(file));
  for (const [file] of different) console.error(`differs from the locked packages: ${file}`);
  for (const file of strays) console.error(`comes from no package: ${file}`);
  if (different.length || strays.length) process.exit(1);
  console.log(`${wanted.size} files are what the lock file's packages give`);
} else {
  for (const [file, content] of wanted) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
    console.log(`${file} (${content.length} bytes)`);
  }
}
