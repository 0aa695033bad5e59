// Notes beside what was built which sources it was built from: one sha256 over all of them, in the
// order of their names. tests/workspace/test_client_build.py computes the same without Node.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const client = dirname(dirname(fileURLToPath(import.meta.url)));
const roots = ["scripts", "src", "vite", "index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"];

function* walk(path) {
  if (!statSync(path).isDirectory()) yield path;
  else for (const name of readdirSync(path)) yield* walk(join(path, name));
}

const files = roots.flatMap((root) => [...walk(join(client, root))]);
const names = files.map((file) => relative(client, file).split(sep).join("/")).sort((a, b) => (a < b ? -1 : 1));
const hash = createHash("sha256");
for (const name of names) {
  const content = readFileSync(join(client, name));
  hash.update(`${name}\n${content.length}\n`);
  hash.update(content);
}
const page = process.env.PAGE ?? join(dirname(client), "page");
writeFileSync(join(page, "built-from.json"), `${JSON.stringify({ files: names.length, sha256: hash.digest("hex") })}\n`);
