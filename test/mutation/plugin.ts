import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DomainTestRunner } from './domain-test-runner.ts';

/** Where Stryker looks for what a plugin offers. */
export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'domain', DomainTestRunner)];
