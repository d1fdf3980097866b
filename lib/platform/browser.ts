import { browser } from 'wxt/browser';

/**
 * The one door to the WebExtension API. Everything else imports `browser` from here, so that the
 * zones can keep the API out of pure code and tests can replace one module.
 */
export { browser };

/** Firefox's sidebar, which Chrome's types do not know. Calls need a user gesture. */
interface SidebarAction {
  open(): Promise<void>;
  toggle(): Promise<void>;
}

export const firefoxSidebar = (): SidebarAction | undefined =>
  (browser as typeof browser & { sidebarAction?: SidebarAction }).sidebarAction;
