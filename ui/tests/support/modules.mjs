// Loads the application's TypeScript in Node, through the same tool that builds it.

import { createServer } from "vite";

let server;

export async function load(path) {
  server ??= await createServer({
    root: new URL("../..", import.meta.url).pathname,
    server: { middlewareMode: true, hmr: false, watch: null },
    appType: "custom",
    logLevel: "error",
    optimizeDeps: { noDiscovery: true },
  });
  return server.ssrLoadModule(`/src/${path}`);
}

export async function unload() {
  await server?.close();
  server = undefined;
}
