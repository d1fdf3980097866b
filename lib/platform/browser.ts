/**
 * The one door to the WebExtension API. Everything else imports `browser` from here, so that the
 * zones can keep the API out of pure code and tests can replace one module.
 */
export { browser } from 'wxt/browser';
