import { browser } from '@/lib/platform/browser';

/** Firefox calls its side panel a sidebar; the shared types know Chrome's name only. */
interface FirefoxSidebar {
  open(): Promise<void>;
}

function sidebar(): FirefoxSidebar | undefined {
  return (browser as typeof browser & { sidebarAction?: FirefoxSidebar }).sidebarAction;
}

/** The extension's button opens the popup. Chrome remembers what an earlier version had asked for. */
export function leaveClickToPopup(): void {
  void browser.sidePanel?.setPanelBehavior({ openPanelOnActionClick: false });
}

/**
 * Opens the panel beside a tab. Answers false when the browser refused: it wants a click or a key
 * press just before, and Firefox does not count one made in a web page.
 */
export async function openSidePanel(tabId?: number): Promise<boolean> {
  try {
    if (browser.sidePanel) {
      if (tabId === undefined) return false;
      await browser.sidePanel.open({ tabId });
      return true;
    }
    const firefox = sidebar();
    if (!firefox) return false;
    await firefox.open();
    return true;
  } catch {
    return false;
  }
}
