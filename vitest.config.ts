import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "tools/**/*.test.ts", "test/**/*.test.ts", "bench/**/*.test.ts"],
    isolate: false,
    setupFiles: ["tools/check/fixed-seed.ts"],
    testTimeout: 30_000,
  },
});
