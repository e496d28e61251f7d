import { Problem } from "$lib/api/problem";

/** An answer of the server that follows its inputs: while a new one loads, the old one stays. */
export class Resource<T> {
  data = $state.raw<T | undefined>();
  problem = $state.raw<Problem | undefined>();
  loading = $state(true);
  #again = $state(0);

  /** `fetch` is called again whenever something reactive that it read has changed. */
  constructor(fetch: (signal: AbortSignal) => Promise<T> | undefined) {
    $effect(() => {
      void this.#again;
      const controller = new AbortController();
      const promise = fetch(controller.signal);
      if (promise) void this.#follow(promise, controller.signal);
      else this.loading = false;
      return () => controller.abort();
    });
  }

  reload(): void {
    this.#again += 1;
  }

  async #follow(promise: Promise<T>, signal: AbortSignal): Promise<void> {
    this.loading = true;
    try {
      const data = await promise;
      if (signal.aborted) return;
      this.data = data;
      this.problem = undefined;
    } catch (cause) {
      if (signal.aborted) return;
      this.problem = cause instanceof Problem ? cause : new Problem(0, "Something failed here", String(cause), "");
      this.data = undefined;
    }
    this.loading = false;
  }
}
