// What Maven calls: `node tools/build.mjs build` and `node tools/build.mjs test`.
// Each step leaves a stamp of what it was done for, and is not done again for the same.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const INPUTS = ["src", "public", "tools", "index.html", "package-lock.json", "package.json", "biome.json"];

function filesBelow(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  const entries = readdirSync(dirname(absolute), { withFileTypes: true });
  const isFolder = entries.some((entry) => entry.name === path.split("/").pop() && entry.isDirectory());
  if (!isFolder) return [path];
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}

function hashOf(paths) {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function sources() {
  const settings = readdirSync(root)
    .filter((name) => /^(tsconfig|vite|vitest).*\.(json|ts)$/.test(name))
    .sort();
  return [...INPUTS.flatMap(filesBelow), ...settings];
}

function once(stampPath, stamp, evidence, step) {
  const file = join(root, stampPath);
  const done = existsSync(file) && readFileSync(file, "utf8") === stamp && existsSync(join(root, evidence));
  if (done) return;
  step();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stamp);
}

function run(command, ...args) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (result.error) {
    console.error(
      `web: ${command} could not be started (${result.error.message}); Node 20.19 or later with npm is needed.`,
    );
    process.exit(1);
  }
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function install() {
  once("node_modules/.installed-for", hashOf(["package-lock.json"]), "node_modules/vite", () =>
    run("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"),
  );
}

const steps = {
  build() {
    install();
    once("target/built-for", hashOf(sources()), "target/classes/web/index.html", () =>
      run("npm", "run", "--silent", "build"),
    );
  },
  test() {
    install();
    once("target/green-for", hashOf(sources()), "target/classes/web/index.html", () => {
      run("npm", "run", "--silent", "check");
      run("npm", "run", "--silent", "test");
    });
  },
};

const step = steps[process.argv[2] ?? ""];
if (!step) {
  console.error("usage: node tools/build.mjs build|test");
  process.exit(2);
}
step();
