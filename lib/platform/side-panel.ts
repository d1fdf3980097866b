import { browser } from '@/lib/platform/browser';

/** Firefox calls its side panel a sidebar; the shared types know Chrome's name only. */
interface FirefoxSidebar {
  toggle(): Promise<void>;
  open(): Promise<void>;
}

function sidebar(): FirefoxSidebar | undefined {
  return (browser as unknown as { sidebarAction?: FirefoxSidebar }).sidebarAction;
}

/** A click on the extension's button opens the panel (and closes it in Firefox). */
export function openSidePanelOnClick(): void {
  if (browser.sidePanel) {
    void browser.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
  } else browser.action.onClicked.addListener(() => void sidebar()?.toggle());
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
