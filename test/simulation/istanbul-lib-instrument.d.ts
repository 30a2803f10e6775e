/** The part of the package that is used here; it comes without types. */
declare module 'istanbul-lib-instrument' {
  export function createInstrumenter(options: {
    readonly esModules: boolean;
    readonly parserPlugins: readonly string[];
    readonly coverageVariable: string;
    readonly compact: boolean;
    readonly produceSourceMap: boolean;
  }): { instrumentSync(code: string, filename: string): string };
}
