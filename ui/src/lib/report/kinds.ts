/** Kinds of mention in six families: each has its colour, its icon and its words. */

import type { Component } from "svelte";

import AtSign from "@lucide/svelte/icons/at-sign";
import Banknote from "@lucide/svelte/icons/banknote";
import CalendarDays from "@lucide/svelte/icons/calendar-days";
import Gavel from "@lucide/svelte/icons/gavel";
import IdCard from "@lucide/svelte/icons/id-card";
import Landmark from "@lucide/svelte/icons/landmark";
import Link from "@lucide/svelte/icons/link-2";
import Mail from "@lucide/svelte/icons/mail";
import MapPin from "@lucide/svelte/icons/map-pin";
import Phone from "@lucide/svelte/icons/phone";
import Ship from "@lucide/svelte/icons/ship";
import User from "@lucide/svelte/icons/user-round";
import Wallet from "@lucide/svelte/icons/wallet";
import Car from "@lucide/svelte/icons/car";
import Building from "@lucide/svelte/icons/building-2";

export type Family = "name" | "selector" | "place" | "time" | "money" | "event";

export interface MentionKind {
  family: Family;
  label: string;
  icon: Component;
}

export const FAMILIES: { family: Family; label: string }[] = [
  { family: "name", label: "names" },
  { family: "selector", label: "numbers and accounts" },
  { family: "place", label: "places" },
  { family: "time", label: "dates and ages" },
  { family: "money", label: "money" },
  { family: "event", label: "events" },
];

const KINDS: [RegExp, Family, Component][] = [
  [/organisation/, "name", Building],
  [/known|person|alias/, "name", User],
  [/phone/, "selector", Phone],
  [/email/, "selector", Mail],
  [/handle/, "selector", AtSign],
  [/url/, "selector", Link],
  [/iban/, "selector", Landmark],
  [/wallet/, "selector", Wallet],
  [/document/, "selector", IdCard],
  [/imo|mmsi/, "selector", Ship],
  [/plate/, "selector", Car],
  [/place|coordinates|nationality/, "place", MapPin],
  [/money/, "money", Banknote],
  [/date|age|term/, "time", CalendarDays],
];

/** Kinds whose code is not the word for them. */
const LABELS: Record<string, string> = {
  known: "name in the ledger",
  alias: "other name",
  term: "length of a sentence",
  iban: "IBAN",
  imo: "IMO number",
  mmsi: "MMSI",
  plate: "number plate",
  url: "address on the web",
  email: "e-mail",
};

export function mentionKind(kind: string): MentionKind {
  const [, family, icon] = KINDS.find(([pattern]) => pattern.test(kind)) ?? [/./, "selector" as const, AtSign];
  return { family, label: LABELS[kind] ?? kind.replace(/[-_]/g, " "), icon };
}

export function findingKind(kind: string): MentionKind {
  if (kind === "person") return mentionKind("person");
  return { family: "event", label: kind.replace(/[-_]/g, " "), icon: Gavel };
}
