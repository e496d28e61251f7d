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
  [/organi[sz]ation|company|group/, "name", Building],
  [/name|person|alias/, "name", User],
  [/phone/, "selector", Phone],
  [/mail/, "selector", Mail],
  [/handle|account|social|user/, "selector", AtSign],
  [/url|link|domain/, "selector", Link],
  [/iban|bank/, "selector", Landmark],
  [/crypto|wallet/, "selector", Wallet],
  [/passport|document|identity|mrz/, "selector", IdCard],
  [/imo|mmsi|vessel|ship/, "selector", Ship],
  [/plate|vehicle/, "selector", Car],
  [/place|coordinate|address|country|location|position/, "place", MapPin],
  [/money|amount|payment|price/, "money", Banknote],
  [/date|age|time|duration/, "time", CalendarDays],
];

export function mentionKind(kind: string): MentionKind {
  const code = kind.toLowerCase();
  const label = kind.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_]/g, " ").toLowerCase();
  const [, family, icon] = KINDS.find(([pattern]) => pattern.test(code)) ?? [/./, "selector" as const, AtSign];
  return { family, label, icon };
}

export function findingKind(kind: string): MentionKind {
  if (/alias|name|knownAs/i.test(kind)) return { ...mentionKind("name"), label: "also known as" };
  return { family: "event", label: kind.replace(/[-_]/g, " ").toLowerCase(), icon: Gavel };
}
