// How scripts of the pages talk to the server.

const meta = document.querySelector("meta[name=csrf-token]");

export const csrfToken = meta?.content ?? "";

// A form's body is posted, no body is fetched. JSON is asked for, so that an error is one, too.
export function request(address, body, options = {}) {
  const headers = { "X-CSRFToken": csrfToken, Accept: "application/json" };
  return fetch(address, { method: body ? "POST" : "GET", body, headers, ...options });
}
