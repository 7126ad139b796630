import { defineConfig } from "vite";

// The client without React, as one ES module for other people's pages: /embed/lyceum.js.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "target/classes/web/embed",
    emptyOutDir: true,
    target: "es2022",
    lib: { entry: "src/core/index.ts", formats: ["es"], fileName: () => "lyceum.js" },
  },
});
