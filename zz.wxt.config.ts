import base from './wxt.config.ts';
export default { ...base, outDir: '/tmp/speed6/prof', vite: (env: any) => { const v: any = (base as any).vite(env); v.build.minify = false; return v; } };
