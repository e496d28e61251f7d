import { Problem } from "$lib/api/problem";
import { notices } from "$lib/state/notices.svelte";

/** Tells what went wrong. */
export function sayFailure(cause: unknown): void {
  notices.say(cause instanceof Problem ? `${cause.title}. ${cause.detail}` : "That failed", "bad");
}
