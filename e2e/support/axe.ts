/** Holds a page to WCAG 2.2 AA as far as a program can see it: as it is, in dark, and on a phone. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** Light on a wide screen, dark on a phone; with `bothDark` also dark on the wide one, for pages that show more there. */
export async function expectAccessible(page: Page, name: string, bothDark = false): Promise<void> {
  const found = await violations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  // In dark nothing but colours is different.
  if (bothDark) found.push(...(await violations(page, "color-contrast")).map((one) => `in dark: ${one}`));
  await page.setViewportSize(phone);
  found.push(...(await violations(page)).map((one) => `in dark at ${phone.width} px: ${one}`));
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (sideways > 1) found.push(`at ${phone.width} px the page scrolls sideways by ${sideways} px`);
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: "light" });
  expect(found, name).toEqual([]);
}

/** Only the open dialog, where colours and room are tightest; for journeys that are about something else. */
export async function expectAccessibleDialog(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(phone);
  const found = await violations(page, undefined, "[role=dialog]");
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: "light" });
  expect(found, `${name} in dark at ${phone.width} px`).toEqual([]);
}

async function violations(page: Page, rule?: string, within?: string): Promise<string[]> {
  await page.evaluate(settle);
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  if (within) builder.include(within);
  const { violations: all } = await (rule ? builder.withRules([rule]) : builder.withTags(tags)).analyze();
  return all.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, html, any, all: every, none }) => {
      const why = [...any, ...every, ...none][0]?.message ?? "";
      return `${id}: ${target.join(" ")} — ${html.slice(0, 160)} — ${why}`;
    }),
  );
}

/** A colour on its way has no contrast to speak of. */
async function settle(): Promise<void> {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (let still = 0; still < 3; still++) {
    await frame();
    if (document.getAnimations().some((one) => one instanceof CSSTransition && one.playState === "running")) still = -1;
  }
}
