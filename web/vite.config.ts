import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The app goes where Maven packs it; hashed files stand below assets/ and may be cached for ever.
export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: { outDir: "target/classes/web", emptyOutDir: true, target: "es2022" },
  server: {
    proxy: {
      "/api": "http://localhost:8080",
      "/health": "http://localhost:8080",
      "/ws": { target: "ws://localhost:8080", ws: true },
    },
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"] },
});
