import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { slimBlocks } from "./vite/slim-blocks";

// Everything is served by the workspace itself, below /static/, under a strict content policy.
export default defineConfig({
  base: "/static/",
  plugins: [slimBlocks(), react()],
  build: {
    outDir: process.env["PAGE"] ?? "../page",
    emptyOutDir: true,
    // What is shipped holds others' code: React, slack-blocks-to-jsx and what they need.
    license: { fileName: "licenses.md" },
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 700,
    target: "es2022",
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
} as Parameters<typeof defineConfig>[0]);
