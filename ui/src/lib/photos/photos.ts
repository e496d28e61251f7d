/** Photos of vessels and things, as the server tells of them. */

import type { EntityBrief, Grade, Label } from "$lib/api/types";

import { url } from "$lib/api/client";
import { day, minute } from "$lib/format/dates";

export interface Photo {
  id: string;
  caption: string;
  lang: string | null;
  /** A year, a month, a day or a time in UTC. */
  taken: string | null;
  by: string | null;
  shows_people: boolean;
  mmsi: number | null;
  shows: EntityBrief[];
  report: { id: string; title: string };
  grade: Grade;
  label: Label;
  recorded_at: string;
  recorded_by: string;
  media_type: string | null;
  bytes: number | null;
  digest: string;
  /** The statement that names the file. */
  statement: string;
  /** Photos of partners come without their file. */
  kept: boolean;
}

export const MOST_BYTES = 20 * 1024 * 1024;
const TYPES = ["image/jpeg", "image/png", "image/webp"];

const pathOf = (photo: Photo) => `/photos/${encodeURIComponent(photo.id)}`;
export const originalPath = (photo: Photo) => `${pathOf(photo)}/original`;

/** Where a picture is. People in it are shown only where somebody asks for them. */
export function source(photo: Photo, size: "small" | "picture", people: boolean): string {
  return url(`${pathOf(photo)}/${size}`, { people: people || undefined });
}

export const takenWords = (photo: Photo) =>
  photo.taken ? (photo.taken.length > 10 ? minute(photo.taken) : day(photo.taken)) : "time not known";

/** What keeps a file from being added, and what to do; the server looks at the content again. */
export function fileFault(file: File): string | undefined {
  if (!TYPES.includes(file.type)) return `${file.name} is no picture that is taken here: save it as JPEG, PNG or WebP.`;
  if (file.size > MOST_BYTES) {
    return `${file.name} has ${(file.size / 1024 / 1024).toFixed(1)} MB, and 20 MB is the most: save a smaller copy.`;
  }
  return undefined;
}

/** `2026-05-01 04:10` as the server reads it; nothing if it is no date. */
export function takenValue(text: string): string | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})Z?)?)?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, date, hour, minutes] = match;
  if (!hour) return [year, month, date].filter(Boolean).join("-");
  const value = `${year}-${month}-${date}T${hour}:${minutes}:00Z`;
  return Number.isNaN(Date.parse(value)) ? undefined : value;
}
