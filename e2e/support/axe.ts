/** Holds a page to WCAG 2.2 AA as far as a program can see it: as it is, in dark, and on a phone. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

export async function expectAccessible(page: Page, name: string): Promise<void> {
  const found = await violations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  // In dark nothing but colours is different.
  found.push(...(await violations(page, "color-contrast")).map((one) => `in dark: ${one}`));
  await page.setViewportSize(phone);
  found.push(...(await violations(page)).map((one) => `in dark at ${phone.width} px: ${one}`));
  if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1))
    found.push(`at ${phone.width} px the page scrolls sideways`);
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: "light" });
  expect(found, name).toEqual([]);
}

async function violations(page: Page, rule?: string): Promise<string[]> {
  // Layout and colours settle; an animation half-way has no contrast to speak of.
  await page.waitForTimeout(250);
  const builder = new AxeBuilder({ page });
  const { violations: all } = await (rule ? builder.withRules([rule]) : builder.withTags(tags)).analyze();
  return all.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(
        (node) =>
          `${id}: ${node.target.join(" ")} — ${node.html.slice(0, 160)} — ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""}`,
      ),
  );
}
