import { SharedTexts } from '../../../aws/audit/shared-texts.ts';

test('fields that a record has are kept, and those that it has not stay absent', () => {
  const record = { vpcId: 'vpc-1', subnetId: '', ownerId: undefined as unknown as string };
  expect(new SharedTexts().fields(record, ['vpcId', 'subnetId', 'ownerId'])).toStrictEqual({
    vpcId: 'vpc-1',
    subnetId: '',
  });
});

test('tags and lists stay as they were', () => {
  const texts = new SharedTexts();
  expect(texts.tags({ Name: 'web', owner: '' })).toStrictEqual({ Name: 'web', owner: '' });
  expect(texts.tags({})).toStrictEqual({});
  expect(texts.all(['sg-1', 'sg-2', 'sg-1'])).toStrictEqual(['sg-1', 'sg-2', 'sg-1']);
});
