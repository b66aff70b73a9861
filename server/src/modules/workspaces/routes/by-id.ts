/** The one parameter most routes have. */
import { Id } from "@omniflow/contract";
import { Type } from "typebox";

export const ById = Type.Object({ id: Id });
