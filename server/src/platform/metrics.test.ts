import { expect, test } from "vitest";
import { createMetrics } from "./metrics.ts";

test("shows the process, requests, jobs and registered figures; one that cannot be read is left out", async () => {
  const metrics = createMetrics();
  metrics.httpDuration.observe({ method: "GET", route: "/api/v1/me", status: "200" }, 0.004);
  metrics.jobDuration.startTimer({ task: "send" })({ outcome: "done" });
  metrics.gauge("omniflow_sockets", "Open sockets.", () => 7);
  metrics.gauge("omniflow_broken", "Never there.", () => Promise.reject(new Error("database gone")));
  let waiting: Record<string, number> = { send: 2, receive: 1 };
  metrics.gauges("omniflow_jobs_waiting", "Jobs waiting.", "task", async () => waiting);
  const { contentType, text } = await metrics.render();
  expect(contentType).toContain("text/plain");
  expect(text).toContain(
    'omniflow_http_request_duration_seconds_bucket{le="0.005",method="GET",route="/api/v1/me",status="200"} 1',
  );
  expect(text).toContain('omniflow_job_duration_seconds_count{task="send",outcome="done"} 1');
  expect(text).toContain("process_resident_memory_bytes");
  expect(text).toContain("omniflow_sockets 7");
  expect(text).not.toMatch(/^omniflow_broken/m);
  expect(text).toContain('omniflow_jobs_waiting{task="receive"} 1');
  waiting = { send: 1 };
  expect((await metrics.render()).text).not.toContain('task="receive"} 1');
});

test("two installations in one process do not mix", async () => {
  createMetrics().gauge("omniflow_only_here", "x", () => 1);
  expect((await createMetrics().render()).text).not.toContain("omniflow_only_here");
});
