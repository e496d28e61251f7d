/** An error answer of the server (RFC 9457), or one of the network in the same shape. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** A code to quote when asking for help. */
    readonly code: string,
  ) {
    super(detail || title);
  }

  static async from(response: Response): Promise<Problem> {
    const id = response.headers.get("x-request-id") ?? "";
    try {
      const body = (await response.json()) as Record<string, unknown>;
      const text = (name: string) => (typeof body[name] === "string" ? (body[name] as string) : "");
      const title = text("title") || fallbackTitle(response.status);
      return new Problem(response.status, title, text("detail"), text("instance") || id);
    } catch {
      return new Problem(response.status, fallbackTitle(response.status), "", id);
    }
  }

  static offline(): Problem {
    return new Problem(
      0,
      "The server does not answer",
      "Check that it is running and that this machine can reach it. What you typed is kept.",
      "",
    );
  }
}

function fallbackTitle(status: number): string {
  if (status === 401) return "Your session has ended";
  if (status === 403) return "Your role does not allow this";
  if (status === 404) return "There is nothing here that you may see";
  if (status === 429) return "Too many requests";
  return status >= 500 ? "The server failed" : "The request was refused";
}
