// WXT replaces these constants at build time; only what the sources use is declared here.
interface ImportMetaEnv {
  readonly BROWSER: 'chrome' | 'firefox';
  readonly CHROME: boolean;
  readonly FIREFOX: boolean;
  readonly MANIFEST_VERSION: 2 | 3;
  readonly MODE: string;
}
interface ImportMeta {
  readonly env: ImportMetaEnv;
}
declare module '*.css';
declare module '*.css?inline' {
  const text: string;
  export default text;
}
