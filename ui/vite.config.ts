import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const server = process.env.CROSSBEARING_URL ?? "http://127.0.0.1:8440";

export default defineConfig({
  plugins: [svelte()],
  resolve: { alias: { $lib: fileURLToPath(new URL("./src/lib", import.meta.url)) } },
  build: {
    target: "es2022",
    // The content security policy has no `data:` for scripts or fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    // The map's code is one large module that only the map view loads.
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": server, "/healthz": server } },
  preview: { proxy: { "/api": server, "/healthz": server } },
});
