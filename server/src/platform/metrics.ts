/** What `GET /metrics` shows: the process itself, requests, jobs, and whatever a part of the product registers as a figure. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export type Metrics = {
  httpDuration: Histogram<"method" | "route" | "status">;
  jobDuration: Histogram<"task" | "outcome">;
  /** A figure that is read when somebody asks, such as how many jobs wait. A reader that fails leaves its figure out. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** One figure with a value for each label, such as jobs waiting by task. */
  gauges(name: string, help: string, label: string, read: () => Promise<Record<string, number>>): void;
  render(): Promise<{ contentType: string; text: string }>;
};

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    httpDuration: new Histogram({
      name: "omniflow_http_request_duration_seconds",
      help: "Time to answer a request, by route.",
      labelNames: ["method", "route", "status"],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    jobDuration: new Histogram({
      name: "omniflow_job_duration_seconds",
      help: "Time a job ran, by task and outcome.",
      labelNames: ["task", "outcome"],
      buckets: [0.002, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120],
      registers,
    }),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          const value = await attempt(read);
          if (value === null) this.remove();
          else this.set(value);
        },
      });
    },
    gauges(name, help, label, read) {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        async collect() {
          this.reset();
          for (const [key, value] of Object.entries((await attempt(read)) ?? {})) this.set({ [label]: key }, value);
        },
      });
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

async function attempt<T>(read: () => T | Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch {
    return null;
  }
}
