/**
 * Mails the product sends (invitations, what a member missed, codes for customers), in the words of the workspace: a text, and variants of it
 * in other languages, as canned responses have them.
 */
import { type Static, Type } from "typebox";
import { Id, Language, Nullable, OneOf } from "./common.ts";

export const mailKinds = ["invitation", "missed", "request_code"] as const;
export type MailKind = (typeof mailKinds)[number];

export const MailVariant = Type.Object({ language: Language, subject: Type.String(), body: Type.String() });
export type MailVariant = Static<typeof MailVariant>;

export const MailText = Type.Object({
  kind: OneOf(mailKinds),
  language: Nullable(
    Type.String({
      description: "Null: the text is for every language that has no variant, and the originals are not used.",
    }),
  ),
  subject: Type.String(),
  body: Type.String(),
  variants: Type.Array(MailVariant),
  changed: Type.Boolean({ description: "False: the words the product comes with, in all its languages." }),
  originals: Type.Array(MailVariant, { description: "The words it comes with." }),
  variables: Type.Array(Type.String({ description: "What can stand in it." })),
  needed: Type.String({ description: "The variable its body cannot do without." }),
  version: Type.Integer(),
});
export type MailText = Static<typeof MailText>;

const words = {
  subject: Type.String({ minLength: 1, maxLength: 300 }),
  body: Type.String({ minLength: 1, maxLength: 20_000 }),
};
const whichLanguage = Type.Optional(Nullable(Language));

/** All texts of the mail. A language that is not among them has its original words again. */
export const MailTextInput = Type.Object(
  {
    kind: OneOf(mailKinds),
    language: whichLanguage,
    ...words,
    variants: Type.Optional(
      Type.Array(Type.Object({ language: Language, ...words }, { additionalProperties: false }), { maxItems: 40 }),
    ),
    version: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);
export type MailTextInput = Static<typeof MailTextInput>;

export const MailTextReset = Type.Object(
  {
    kind: OneOf(mailKinds),
    language: Type.Optional(
      Nullable(Type.Unsafe<string>({ ...Language, description: "Only this one; null: the text for every language." })),
    ),
  },
  { additionalProperties: false },
);
export type MailTextReset = Static<typeof MailTextReset>;

/** One text as it is being written. */
export const MailPreviewInput = Type.Object(
  { kind: OneOf(mailKinds), language: whichLanguage, ...words, contact_id: Type.Optional(Id) },
  { additionalProperties: false },
);
export type MailPreviewInput = Static<typeof MailPreviewInput>;
export const MailPreview = Type.Object({
  subject: Type.String(),
  text: Type.String({ description: "With examples of what the mail alone knows." }),
  missing: Type.Array(Type.String({ description: "Variables without a value here." })),
});
export type MailPreview = Static<typeof MailPreview>;
