export { makeSharedFolder as default } from './shared-folder.ts';
