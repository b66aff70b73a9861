/** Mails the product sends (invitations, what a member missed, codes for customers), in the words of the workspace. */
import { type Static, Type } from "typebox";
import { OneOf } from "./common.ts";

export const mailKinds = ["invitation", "missed", "request_code"] as const;
export type MailKind = (typeof mailKinds)[number];

export const MailText = Type.Object({
  kind: OneOf(mailKinds),
  subject: Type.String(),
  body: Type.String(),
  changed: Type.Boolean({ description: "False: the words the product comes with." }),
  variables: Type.Array(Type.String({ description: "What can stand in it." })),
  needed: Type.String({ description: "The variable its body cannot do without." }),
});
export type MailText = Static<typeof MailText>;

export const MailTextInput = Type.Object(
  {
    kind: OneOf(mailKinds),
    subject: Type.String({ minLength: 1, maxLength: 300 }),
    body: Type.String({ minLength: 1, maxLength: 20_000 }),
  },
  { additionalProperties: false },
);
export const MailTextReset = Type.Object({ kind: OneOf(mailKinds) }, { additionalProperties: false });
export type MailTextInput = Static<typeof MailTextInput>;
