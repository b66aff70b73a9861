import { describe, expect, it } from "vitest";
import { refusalOf, withFileReferences } from "./files.ts";

describe("refusalOf", () => {
  const limits = { max_files: 2, max_file_bytes: 100 };
  it.each([
    [50, [], null],
    [100, [], null],
    [101, [], "too_large"],
    [60, [50], "too_large"],
    [10, [10, 10], "too_many"],
  ] as const)("a file of %i beside %j → %s", (size, there, expected) => {
    expect(
      refusalOf(
        { size },
        there.map((one) => ({ size: one })),
        limits,
      ),
    ).toBe(expected);
  });
});

describe("withFileReferences", () => {
  const id = "0195c0de-0000-7000-8000-000000000001";
  it("names uploaded pictures by their file and leaves others alone", () => {
    const { html, ids } = withFileReferences(
      `<p>x</p><img data-file="${id}" src="/api/v1/files/${id}?workspace=w&amp;sig=s" alt="a"><img src="https://x.example/y.png">`,
    );
    expect(ids).toEqual([id]);
    expect(html).toBe(`<p>x</p><img src="cid:${id}" alt="a"><img src="https://x.example/y.png">`);
  });
});
