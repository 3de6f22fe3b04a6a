// Before the first paint: "auto" follows the system; the choice itself is kept in a cookie that the
// server reads.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const choice = root.dataset.themeChoice;
    root.dataset.bsTheme =
      choice === "dark" || (choice === "auto" && dark.matches) ? "dark" : "light";
  };
  apply();
  dark.addEventListener("change", apply);
  globalThis.vaybeTheme = apply;
})();
