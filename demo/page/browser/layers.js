/** What lies over the page for a while: menus, news, highlights. */
export function createLayers(app) {
  let opener = null;
  return {
    openMenu(button, label, items) {
      opener = button;
      const box = button.getBoundingClientRect();
      const up = box.bottom + 40 + items.length * 34 > window.innerHeight;
      const side =
        box.right > window.innerWidth / 2
          ? { right: `${window.innerWidth - box.right}px`, left: 'auto' }
          : { left: `${box.left}px`, right: 'auto' };
      const height = up
        ? { bottom: `${window.innerHeight - box.top + 4}px`, top: 'auto' }
        : { top: `${box.bottom + 4}px`, bottom: 'auto' };
      app.menu = { label, items, at: { ...side, ...height } };
      app.update();
    },
    closeMenu() {
      app.menu = null;
      app.update();
      opener?.focus();
    },
    toast(text) {
      const toast = { id: `${Date.now()}-${text}`, text };
      app.toasts = [...app.toasts, toast];
      app.update();
      setTimeout(() => {
        app.toasts = app.toasts.filter((one) => one !== toast);
        app.update();
      }, 7_000);
    },
    /** Brings the active suggestion of a box into sight, once it is drawn. */
    reveal(box) {
      setTimeout(() =>
        document.getElementById(box.getAttribute('aria-activedescendant') ?? '')?.scrollIntoView({ block: 'nearest' }),
      );
    },
    flashOn(name) {
      app.flash = name;
      app.update();
      setTimeout(() => {
        if (app.flash === name) app.flash = null;
        app.update();
      }, 2_600);
    },
  };
}
