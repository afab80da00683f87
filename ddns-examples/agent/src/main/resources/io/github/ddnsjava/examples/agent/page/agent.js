// Speaks to the agent. The token is kept for this tab only, and goes out in the Authorization header only.
const KEY = "ddns-token";

export function token() {
  return sessionStorage.getItem(KEY) ?? "";
}

export function remember(value) {
  if (value === "") {
    sessionStorage.removeItem(KEY);
  } else {
    sessionStorage.setItem(KEY, value);
  }
}

/** An answer that is no success: its status, and what the agent says. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function send(method, path, signal) {
  const headers = token() === "" ? {} : {Authorization: "Bearer " + token()};
  const response = await fetch(path, {method, headers, signal, cache: "no-store", credentials: "omit", redirect: "error"});
  if (!response.ok) {
    let message = response.statusText;
    try {
      message = (await response.json()).error.message;
    } catch {
      // Another shape: the status says enough.
    }
    throw new Refused(response.status, message);
  }
  return response;
}

export async function ask(path) {
  return (await send("GET", path)).json();
}

export async function act(path) {
  const text = await (await send("POST", path)).text();
  return text === "" ? {} : JSON.parse(text);
}

/** Calls back with the name and the data of each event, until the connection ends. */
export async function listen(path, signal, onEvent) {
  const reader = (await send("GET", path, signal)).body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const {done, value} = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value.replaceAll("\r", "")).split("\n\n");
    rest = blocks.pop();
    blocks.forEach(block => {
      const event = parse(block);
      if (event !== null) {
        onEvent(event.name, event.data);
      }
    });
  }
}

function parse(block) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) {
      name = line.slice(6).trim();
    } else if (line.startsWith("data:")) {
      data.push(line.slice(5).trimStart());
    }
  }
  try {
    return data.length === 0 ? null : {name, data: JSON.parse(data.join("\n"))};
  } catch {
    return null;
  }
}
