/** Sample data: a believable workspace to look around in, added and taken away on request. */
export { addSampleData } from "./add.ts";
export { removeSampleData } from "./remove.ts";
export { sampleDataRoutes } from "./routes.ts";
