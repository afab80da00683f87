// Shows what the agent says of itself. All text from the agent enters the page as text nodes.
import {WORDS} from "./words.js";
import {act, ask, listen, Refused, remember, token} from "./agent.js";
import {DAYS, draw, spans} from "./timeline.js";

const POLL = 15_000;
const EVENTS_SHOWN = 50;
const ROLES = ["auditor", "operator", "administrator"];

const $ = id => document.getElementById(id);
let words = WORDS.en;
let status = null;
let shown = new Map();
let timer = 0;
let listening = null;

// ---- words

function say(key, ...values) {
  return values.reduce((text, value, i) => text.replaceAll(`{${i}}`, () => value), words[key]);
}

function speak(language) {
  words = WORDS[language];
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  $("language").value = language;
  document.querySelectorAll("[data-word]").forEach(element => {
    element.textContent = words[element.dataset.word];
  });
  shown = new Map();
  $("records").replaceChildren();
  if (status !== null) {
    show();
  }
}

function time(text) {
  return text === undefined ? say("unknownTime")
    : new Date(text).toLocaleString(document.documentElement.lang, {dateStyle: "medium", timeStyle: "short"});
}

function capital(text) {
  return text.split("-").map(part => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}

// ---- elements

function element(name, kind, ...children) {
  const made = document.createElement(name);
  if (kind !== "") {
    made.className = kind;
  }
  made.append(...children);
  return made;
}

function button(text, label, onClick) {
  const made = element("button", "", text);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.addEventListener("click", onClick);
  return made;
}

function pair(term, description) {
  return element("div", "", element("dt", "", term), element("dd", "", description));
}

// ---- records

const key = record => `${record.name} ${record.type} ${record.provider}`;
const inSync = record => record.inSync;

function stateOf(record) {
  if (record.error?.kind === "disabled") {
    return ["quiet", say("stateDisabled")];
  } else if (inSync(record)) {
    return record.addresses.length === 0 ? ["quiet", say("noAddress")] : ["good", say("stateInSync")];
  } else if (record.outcome === "pending") {
    return ["wait", say("statePending")];
  }
  return record.outcome === "held" ? ["bad", say("stateHeld")] : ["bad", say("stateFailed")];
}

function toDo(record) {
  return words["todo" + capital(record.error.kind)] ?? say("todoOther");
}

function nextLook(record) {
  if (record.notBefore !== undefined) {
    return time(record.notBefore);
  } else if (record.outcome === "held" && !inSync(record)) {
    return say("never");
  }
  const times = [record.nextLook, status.nextCycle].filter(at => at !== undefined).sort();
  return times.length === 0 ? say("unknownTime") : time(times[0]);
}

function timelineText(record, now) {
  const parts = spans(record.history, now)
    .map(span => say("timelinePart", span.addresses.join(" ") || say("noAddress"), time(span.from)));
  return say("timeline", record.name + " " + record.type, parts.length === 0 ? say("timelineNone") : parts.join("; "));
}

function card(record) {
  const now = Date.now();
  const [kind, word] = stateOf(record);
  const head = element("div", "head",
    element("h3", "", record.name), element("span", "quiet", record.type), element("span", "state " + kind, word));
  const addresses = element("span", "addresses", record.addresses.join(" ") || say("noAddress"));
  const last = record.history.at(-1);
  const recent = record.history.filter(change => Date.parse(change.at) > now - DAYS * 86_400_000).length;
  const facts = element("dl", "",
    pair(say("provider"), record.provider),
    pair(say("since"), last === undefined ? say("unknownTime") : time(last.at)),
    pair(say("changes"), String(recent)),
    pair(say("next"), nextLook(record)));
  const item = element("li", inSync(record) ? "" : kind === "wait" ? "waiting" : "wrong", head, addresses, facts);
  if (record.outOfSyncSince !== undefined) {
    item.append(element("p", "why " + kind, say("outOfSyncSince", time(record.outOfSyncSince))));
  }
  if (record.error !== undefined) {
    item.append(element("p", "why " + (inSync(record) ? "quiet" : kind), record.error.message),
      element("p", "why quiet", toDo(record)));
  }
  if (record.outcome === "held" && !inSync(record) && may("operator")) {
    const line = element("div", "tools");
    line.append(button(say("resume"), say("resumeOne", record.name),
      () => perform("resume?record=" + encodeURIComponent(record.name), "saidResumed")));
    item.append(line);
  }
  item.append(draw(record.history, now, timelineText(record, now)),
    element("div", "caption", element("span", "", say("daysAgo")), element("span", "", say("today"))));
  return item;
}

function fits(record) {
  const wanted = $("find").value.trim().toLowerCase();
  return record.name.includes(wanted) && !($("wrongOnly").checked && inSync(record));
}

/** Only what has changed is drawn anew: with a thousand names that matters. */
function showRecords() {
  const list = $("records");
  const next = new Map();
  const items = [];
  // The trouble first; within that, by name.
  const records = status.records.filter(fits).sort((a, b) => inSync(a) - inSync(b) || (key(a) < key(b) ? -1 : 1));
  for (const record of records) {
    const text = JSON.stringify([record, status.nextCycle, status.you]);
    const before = shown.get(key(record));
    const item = before !== undefined && before.text === text ? before.item : card(record);
    next.set(key(record), {text, item});
    items.push(item);
  }
  const same = items.length === list.children.length && items.every((item, i) => list.children[i] === item);
  if (!same) {
    list.replaceChildren(...items);
  }
  shown = next;
  $("none").hidden = items.length > 0 || status.records.length === 0;
}

// ---- the rest

/** Who leads, in a cluster. A group without a leader that is known waits for one. */
function clusterPart() {
  const groups = status.groups ?? [];
  const ours = groups.filter(group => group.ours).length;
  const unknown = groups.filter(group => !group.ours && group.since === undefined).length;
  const others = [...new Set(groups.filter(group => !group.ours && group.leader !== undefined).map(group => group.leader))];
  const head = element("div", "head", element("h3", "", say("partCluster")),
    element("span", "state " + (ours > 0 ? "good" : unknown > 0 ? "wait" : "quiet"),
      ours > 0 ? say("roleLeads") : say("roleFollows")));
  const item = element("li", "", head, element("p", "why quiet", say("roleGroups", String(ours), String(groups.length))));
  if (others.length > 0) {
    item.append(element("p", "why quiet", say("roleOthers", others.sort().join(", "))));
  }
  return groups.length === 0 ? [] : [item];
}

function showParts() {
  $("parts").replaceChildren(...clusterPart(), ...status.health.map(part => {
    const kind = {good: "good", bad: "bad"}[part.condition] ?? "quiet";
    const head = element("div", "head", element("h3", "", say("part" + capital(part.part), part.key)),
      element("span", "state " + kind, part.part === "threads" ? say("conditionBad") : say("condition" + capital(part.condition))));
    if (part.since !== undefined) {
      head.append(element("span", "quiet", say("sinceTime", time(part.since))));
    }
    const item = element("li", "", head);
    if (part.message !== "") {
      item.append(element("p", "why bad", part.message));
    }
    return item;
  }));
}

function showDetectors() {
  $("detectors").replaceChildren(...status.detections.map(detection => {
    const kind = {found: "good", failed: "bad"}[detection.verdict] ?? "quiet";
    const item = element("li", "", element("div", "head",
      element("h3", "", detection.detector), element("span", "quiet", detection.family),
      element("span", "state " + kind, say("verdict" + capital(detection.verdict)))));
    if (detection.addresses.length > 0) {
      item.append(element("span", "addresses", detection.addresses.join(" ")));
    }
    if (detection.sources.length > 0) {
      const table = element("table", "", element("tr", "",
        ...["source", "answer", "took"].map(word => element("th", "quiet", say(word)))));
      detection.sources.forEach(source => table.append(element("tr", "",
        element("td", "", source.source),
        element("td", "", source.addresses.join(" ") || source.message),
        element("td", "", say("millis", String(source.millis))))));
      item.append(table);
    }
    return item;
  }));
}

function summary() {
  const wrong = status.records.filter(record => !inSync(record)).length;
  if (!status.running) {
    return ["bad", say("stopped")];
  } else if (status.paused) {
    return ["wait", say("paused")];
  } else if (status.records.length === 0) {
    return ["wait", say("empty")];
  } else if (wrong > 0) {
    return status.lastCycle === undefined ? ["wait", say("starting")]
      : ["bad", say("someOutOfSync", String(wrong), String(status.records.length))];
  }
  return ["good", status.records.length === 1 ? say("oneInSync") : say("allInSync", String(status.records.length))];
}

function may(role) {
  return ROLES.indexOf(status.you.role) >= ROLES.indexOf(role);
}

function show() {
  const [kind, text] = summary();
  $("summary").className = kind;
  if ($("summary").textContent !== text) {
    $("summary").textContent = text;
  }
  document.title = text + " – DDNS";
  $("actions").hidden = !may("operator");
  $("pause").hidden = status.paused;
  $("resume").hidden = !status.paused;
  $("resumeAll").hidden = !status.records.some(record => record.outcome === "held" && !inSync(record));
  $("reload").hidden = !may("administrator");
  showParts();
  showRecords();
  showDetectors();
}

// ---- actions

async function perform(path, done) {
  try {
    await act(path);
    $("said").textContent = say(done);
    await refresh();
  } catch (e) {
    refused(e);
  }
}

function refused(e) {
  if (e instanceof Refused && e.status === 401) {
    askForToken("loginWrong");
  } else {
    $("said").textContent = say("saidRefused", e.message);
  }
}

/** A check writes, so first is shown what it would write. */
async function plan() {
  $("trigger").disabled = true;
  try {
    const changes = (await act("plan")).records.filter(
      record => ["created", "updated", "withdrawn"].includes(record.outcome));
    $("planSummary").textContent = changes.length === 0 ? say("planNothing") : say("planSome", String(changes.length));
    $("planned").replaceChildren(...changes.map(record => element("li", "",
      element("div", "head", element("h3", "", record.name), element("span", "quiet", record.type),
        element("span", "state", say("outcome" + capital(record.outcome)))),
      element("span", "addresses", record.addresses.join(" ") || say("noAddress")),
      element("p", "why quiet", say("previous", record.previous.join(" ") || say("noAddress"))))));
    $("plan").showModal();
  } catch (e) {
    refused(e);
  } finally {
    $("trigger").disabled = false;
  }
}

// ---- what happens

const HAPPENED = {
  changed: e => say("happenedChanged", `${e.name} ${e.type}`, say("outcome" + capital(e.outcome)),
    e.addresses.join(" ") || say("noAddress")),
  troubled: e => say("happenedTroubled", `${e.name} ${e.type}`, e.problem.message),
  recovered: e => say("happenedRecovered", `${e.name} ${e.type}`),
  "detector-troubled": e => say("happenedTroubled", `${e.detector} ${e.family}`, e.problem.message),
  "detector-recovered": e => say("happenedRecovered", `${e.detector} ${e.family}`),
  "state-troubled": e => say("happenedTroubled", say("partState"), e.problem.message),
  "state-recovered": () => say("happenedRecovered", say("partState")),
  "configuration-troubled": e => say("happenedTroubled", say("partConfiguration"), e.problem.message),
  "configuration-recovered": () => say("happenedRecovered", say("partConfiguration")),
  "cycle-troubled": e => say("happenedTroubled", say("partCycle"), e.problem.message),
  "cycle-recovered": () => say("happenedRecovered", say("partCycle")),
  "cluster-troubled": e => say("happenedTroubled", say("partCluster"), e.problem.message),
  "cluster-recovered": () => say("happenedRecovered", say("partCluster")),
  "leadership-changed": e => say("happenedLeads", e.group, e.leader || "–"),
  offline: e => say("happenedOffline", e.problem.message),
  online: () => say("happenedOnline"),
  reconfigured: () => say("happenedReconfigured"),
  action: e => say("happenedAction", (e.who || "?") + " (" + e.role + ", " + e.from + ")", e.what + (e.record === "" ? "" : " " + e.record), e.outcome)
};

function happened(name, event) {
  const text = HAPPENED[name]?.(event);
  if (text !== undefined) {
    const when = element("time", "", time(event.at));
    when.dateTime = event.at;
    $("happened").prepend(element("li", "", when, text));
    while ($("happened").children.length > EVENTS_SHOWN) {
      $("happened").lastChild.remove();
    }
    $("quiet").hidden = true;
  }
  soon(500);
}

async function follow() {
  if (listening !== null) {
    return;
  }
  listening = new AbortController();
  try {
    await listen("events", listening.signal, happened);
  } catch {
    // The status, which is polled, says what is wrong.
  }
  listening = null;
}

// ---- the loop

function soon(delay) {
  clearTimeout(timer);
  timer = setTimeout(refresh, delay);
}

function askForToken(why) {
  clearTimeout(timer);
  listening?.abort();
  const wasWrong = token() !== "";
  remember("");
  status = null;
  shown = new Map();
  ["records", "parts", "detectors", "happened"].forEach(id => $(id).replaceChildren());
  $("content").hidden = true;
  $("forget").hidden = true;
  $("summary").textContent = "";
  $("connection").hidden = true;
  $("login").hidden = false;
  $("loginError").textContent = wasWrong ? say(why) : "";
  $("token").focus();
}

async function refresh() {
  const by = token();
  try {
    const answer = await ask("status");
    if (by !== token()) {
      return; // it is the answer for somebody who has left
    }
    status = answer;
    $("connection").hidden = true;
    $("login").hidden = true;
    $("content").hidden = false;
    $("forget").hidden = token() === "";
    show();
    follow();
    soon(POLL);
  } catch (e) {
    if (e instanceof Refused && e.status === 401) {
      askForToken("loginWrong");
    } else if (e instanceof Refused && e.status === 403) {
      askForToken("loginForbidden");
    } else {
      $("connection").textContent = say("lost", status === null ? say("unknownTime") : time(status.at));
      $("connection").hidden = false;
      soon(POLL);
    }
  }
}

$("login").addEventListener("submit", event => {
  event.preventDefault();
  remember($("token").value);
  $("token").value = "";
  refresh();
});
$("forget").addEventListener("click", () => {
  remember("");
  askForToken("loginWrong");
});
$("language").addEventListener("change", () => {
  localStorage.setItem("ddns-language", $("language").value);
  speak($("language").value);
});
$("trigger").addEventListener("click", plan);
$("write").addEventListener("click", () => {
  $("plan").close();
  perform("trigger", "saidTriggered");
});
$("cancel").addEventListener("click", () => $("plan").close());
$("pause").addEventListener("click", () => perform("pause", "saidPaused"));
$("resume").addEventListener("click", () => perform("resume", "saidResumed"));
$("resumeAll").addEventListener("click", () => perform("resume?all", "saidResumed"));
$("reload").addEventListener("click", () => perform("reload", "saidReloaded"));
$("find").addEventListener("input", showRecords);
$("wrongOnly").addEventListener("change", showRecords);

const asked = localStorage.getItem("ddns-language") ?? navigator.language;
speak(asked.startsWith("zh") ? "zh" : "en");
refresh();
