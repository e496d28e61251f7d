import { Problem } from "./problem";

const ROOT = "/api/v1";

export type Query = Record<string, string | number | boolean | null | undefined>;

/** Called when the server says that nobody is logged in. */
let whenLoggedOut: () => void = () => {};
export function onLoggedOut(callback: () => void): void {
  whenLoggedOut = callback;
}

export function url(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return ROOT + path + (text ? `?${text}` : "");
}

export function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return send<T>(url(path, query), { signal: signal ?? null });
}

export function post<T>(path: string, body: unknown): Promise<T> {
  return send<T>(url(path), {
    method: "POST",
    headers: { "content-type": "application/json", "X-Crossbearing": "1" },
    body: JSON.stringify(body),
  });
}

export function postForm<T>(path: string, form: FormData): Promise<T> {
  return send<T>(url(path), { method: "POST", headers: { "X-Crossbearing": "1" }, body: form });
}

/** [`postForm`] for what takes a while to send: `progress` is told which share is sent. */
export function upload<T>(path: string, form: FormData, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url(path));
    request.setRequestHeader("X-Crossbearing", "1");
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.upload.onload = () => progress(1);
    request.onerror = () => reject(Problem.offline());
    request.onload = () => {
      const headers = { "content-type": request.getResponseHeader("content-type") ?? "" };
      const response = new Response(request.responseText, { status: request.status, headers });
      if (response.ok) return void response.json().then(resolve, reject);
      if (response.status === 401) whenLoggedOut();
      Problem.from(response).then(reject, reject);
    };
    request.send(form);
  });
}

/** Text is sent as it is, anything else as JSON. */
export function put<T>(path: string, body: unknown): Promise<T> {
  return send<T>(url(path), {
    method: "PUT",
    headers: { "content-type": "application/json", "X-Crossbearing": "1" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** A file that the server makes, and writes down in the log before it gives it. */
export async function file(path: string, query: Query = {}, body?: unknown): Promise<{ name: string; blob: Blob }> {
  const init: RequestInit =
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json", "X-Crossbearing": "1" }, body: JSON.stringify(body) };
  const response = await answer(url(path, query), init);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return { name: name ?? "file", blob: await response.blob() };
}

export function remove<T>(path: string): Promise<T> {
  return send<T>(url(path), { method: "DELETE", headers: { "X-Crossbearing": "1" } });
}

async function send<T>(address: string, init: RequestInit): Promise<T> {
  const response = await answer(address, init);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  const json = response.headers.get("content-type")?.includes("json") ?? false;
  return (json && text ? JSON.parse(text) : text) as T;
}

async function answer(address: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { ...init, credentials: "same-origin" });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw Problem.offline();
  }
  if (!response.ok) {
    if (response.status === 401 && !address.endsWith("/session")) whenLoggedOut();
    throw await Problem.from(response);
  }
  return response;
}
