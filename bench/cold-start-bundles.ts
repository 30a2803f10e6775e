/** Without `custom.esbuild`: what serverless-esbuild does when nobody tells it anything. */
export function withDefaultSettings(serverlessYml: string): string {
  const amended = serverlessYml.replace(/^ {2}esbuild:\n(?:(?: {4}.*)?\n)+/m, '');
  if (amended === serverlessYml || /^ {4}(?:bundle|minify|plugins):/m.test(amended))
    throw new Error('serverless.yml has no block `custom.esbuild` that can be taken out.');
  return amended;
}
