/** All sample conversations. */
import type { Story } from "../story.ts";
import { abroad } from "./abroad.ts";
import { business } from "./business.ts";
import { machines } from "./machines.ts";
import { noise } from "./noise.ts";
import { orders } from "./orders.ts";
import { today } from "./today.ts";

export const stories: readonly Story[] = [...orders, ...machines, ...business, ...abroad, ...noise, ...today];
