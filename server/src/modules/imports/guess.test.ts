import { expect, test } from "vitest";
import { guessMapping } from "./guess.ts";

const fields = [{ key: "seats", label: "Anzahl Plätze" }];

test("English and German names, custom fields by key or label", () => {
  expect(
    guessMapping(["Vorname", "Nachname", "E-Mail-Adresse", "Firma", "Anzahl Plätze", "Quatsch"], [], fields),
  ).toEqual(["first_name", "last_name", "email", "company", "custom.seats", null]);
  expect(guessMapping(["Full Name", "E-mail", "Mobile", "Work phone", "Company", "Website"], [], fields)).toEqual([
    "name",
    "email",
    "phone",
    "phone",
    "company",
    "company_domain",
  ]);
});

test("without a telling name, what stands in the column decides; nothing but addresses and numbers twice", () => {
  const sample = [
    ["a@b.test", "+49 30 1234567", "Europe/Berlin", "x"],
    ["c@d.test", "0171 2345678", "America/New_York", "y"],
  ];
  expect(guessMapping(["A", "B", "C", "D"], sample, [])).toEqual(["email", "phone", "time_zone", null]);
  expect(guessMapping(["name", "Name", "Kunde"], [], [])).toEqual(["name", null, null]);
});
