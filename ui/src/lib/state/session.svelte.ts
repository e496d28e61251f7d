import * as api from "$lib/api/client";
import { Problem } from "$lib/api/problem";
import type { Login, Session } from "$lib/api/types";
import { clearDrafts } from "./drafts";

class Who {
  /** Undefined while unknown, null when nobody is logged in. */
  session = $state.raw<Session | null | undefined>();
  problem = $state.raw<Problem | undefined>();

  async restore(): Promise<void> {
    try {
      this.session = await api.get<Session>("/session");
    } catch (cause) {
      this.session = null;
      if (cause instanceof Problem && cause.status !== 401) this.problem = cause;
    }
  }

  async logIn(login: Login): Promise<void> {
    await api.post("/session", login);
    this.session = await api.get<Session>("/session");
  }

  async logOut(): Promise<void> {
    clearDrafts();
    try {
      await api.remove("/session");
    } finally {
      this.session = null;
    }
  }

  /** The same address, read through another person's View. */
  async switchTo(login: Login): Promise<void> {
    await this.logOut();
    await this.logIn(login);
  }
}

export const who = new Who();

api.onLoggedOut(() => {
  if (who.session) who.session = null;
});
