/* A key pressed anywhere on the page in, an act of at most one player out. */

const players = new Set();
let keyboard = null;

/* Name and value of the act that a key stands for, or null. `inside`: the player itself has the focus. */
function actOf(event, inside) {
  const step = event.shiftKey ? 15 : 3;
  if (event.key === " ") return ["toggle"];
  if (event.key === "ArrowRight") return ["move", step];
  if (event.key === "ArrowLeft") return ["move", -step];
  if (/^[0-9]$/.test(event.key)) return ["jump", Number(event.key) / 10];
  if (["[", "a", "A"].includes(event.key)) return ["loop", "a"];
  if (["]", "b", "B"].includes(event.key)) return ["loop", "b"];
  if (["\\", "l", "L"].includes(event.key)) return ["unloop"];
  return inside ? sliderAct(event) : null; // elsewhere these keys scroll the page
}

function sliderAct({ key, target }) {
  if (key === "Home") return ["jump", 0];
  if (key === "End") return ["jump", 1];
  if (!target.matches('[role="slider"]')) return null;
  if (key === "Enter") return ["pick"];
  if (key === "ArrowUp") return ["move", 3];
  if (key === "ArrowDown") return ["move", -3];
  if (key === "PageUp") return ["move", 15];
  return key === "PageDown" ? ["move", -15] : null;
}

/* Some keyboards write a bracket with AltGr or Option; any other chord belongs to the browser or to the page. */
function isChord(event) {
  const bracket = ["[", "]", "\\"].includes(event.key);
  return event.metaKey || (!bracket && (event.ctrlKey || event.altKey)) || event.isComposing;
}

/* Inside a player, its list and its buttons keep the keys that they understand themselves. */
function isOwnKey(event, target) {
  if (target.matches('[type="range"]')) return /^(Arrow|Page|Home|End)/.test(event.key);
  if (target.matches('[type="checkbox"]')) return event.key === " ";
  if (target.matches("select")) return event.key !== "[" && event.key !== "]" && event.key !== "\\";
  return event.key === " " && target.matches("button");
}

/* Who is meant: the player with the focus, or, while nothing smaller than the page has it, the one used last. */
function playerFor(event) {
  const path = event.composedPath();
  const inside = [...players].find((player) => path.includes(player.root));
  if (inside) return isOwnKey(event, path[0]) ? {} : { player: inside, inside: true };
  const focus = document.activeElement ?? document.body;
  const near = [...players].filter((player) => focus.contains(player.host) && player.isVisible());
  near.sort((one, other) => other.usedAt - one.usedAt || one.order(other));
  return { player: near[0], inside: false };
}

function onKey(event) {
  if (event.defaultPrevented || isChord(event)) return;
  const { player, inside } = playerFor(event);
  if (!player) return;
  const target = event.composedPath()[0];
  const act = actOf({ key: event.key, shiftKey: event.shiftKey, target }, inside);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat || act[0] === "move") player.act(...act);
}

/* The page is listened to once, as long as there is a player on it. */
function listenFor(player) {
  players.add(player);
  if (keyboard) return;
  keyboard = new AbortController();
  document.addEventListener("keydown", onKey, { signal: keyboard.signal });
  document.addEventListener("play", hushOthers, { capture: true, signal: keyboard.signal });
}

function forget(player) {
  players.delete(player);
  if (players.size > 0) return;
  keyboard?.abort();
  keyboard = null;
}
