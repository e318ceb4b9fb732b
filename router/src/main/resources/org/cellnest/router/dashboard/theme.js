// Light, dark, or as the system says; remembered.

const KEY = "cellnest.theme";
const ORDER = ["system", "light", "dark"];
const NAMES = { system: "System", light: "Light", dark: "Dark" };

let theme = remembered();
apply();

/** Lets a button turn the themes round, and tells others when colours have changed. */
export function startTheme(button) {
  button.onclick = turnTheme;
  label(button);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", announce);
}

export function turnTheme() {
  theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still shows it until the page is closed.
  }
  apply();
  label(document.getElementById("theme"));
  announce();
}

function apply() {
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme;
}

function label(button) {
  button.textContent = NAMES[theme];
  button.setAttribute("aria-label", `Colours: ${NAMES[theme]}. Change`);
  button.title = "Colours (t)";
}

function announce() {
  document.dispatchEvent(new CustomEvent("themechange"));
}

function remembered() {
  try {
    const kept = localStorage.getItem(KEY);
    return ORDER.includes(kept) ? kept : "system";
  } catch {
    return "system";
  }
}
