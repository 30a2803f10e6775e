import { remedyParts } from '../../../domain/audit/remedy-parts.ts';

const partsOf = (remedy: string) => remedyParts(remedy).map(({ kind, text }) => [kind, text]);

test('a command alone is one part', () => {
  const command = 'aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 10.9.0.0/16';
  expect(partsOf(command)).toEqual([['command', command]]);
  expect(partsOf(`${command}.`)).toEqual([['command', command]]);
});

test('the words around commands keep their order, without the punctuation between', () => {
  expect(
    partsOf(
      'Make room: if nobody needs it, aws ec2 detach-network-interface --attachment-id eni-attach-1; or give i-1 a larger type (stop it first): aws ec2 modify-instance-attribute --instance-id i-1 --instance-type Value=<a larger type>',
    ),
  ).toEqual([
    ['words', 'Make room: if nobody needs it,'],
    ['command', 'aws ec2 detach-network-interface --attachment-id eni-attach-1'],
    ['words', 'or give i-1 a larger type (stop it first):'],
    ['command', 'aws ec2 modify-instance-attribute --instance-id i-1 --instance-type Value=<a larger type>'],
  ]);
});

test('a command in brackets, one with a quoted value, and one before a comma end where they end', () => {
  expect(
    partsOf(
      'See why (aws ec2 describe-instance-status --instance-ids i-1), and then: aws ec2 reboot-instances --instance-ids i-1',
    ),
  ).toEqual([
    ['words', 'See why'],
    ['command', 'aws ec2 describe-instance-status --instance-ids i-1'],
    ['words', 'and then:'],
    ['command', 'aws ec2 reboot-instances --instance-ids i-1'],
  ]);
  expect(
    partsOf(
      "Say so with aws ec2 create-tags --resources vpc-1 --tags 'Key=a,Value=b until c'. Or renumber it.",
    ),
  ).toEqual([
    ['words', 'Say so with'],
    ['command', "aws ec2 create-tags --resources vpc-1 --tags 'Key=a,Value=b until c'"],
    ['words', 'Or renumber it.'],
  ]);
  expect(
    partsOf(
      'aws ec2 modify-network-interface-attribute --network-interface-id eni-1 --attachment AttachmentId=a-1,DeleteOnTermination=false, at once',
    ),
  ).toEqual([
    [
      'command',
      'aws ec2 modify-network-interface-attribute --network-interface-id eni-1 --attachment AttachmentId=a-1,DeleteOnTermination=false',
    ],
    ['words', 'at once'],
  ]);
});

test('words alone are one part', () => {
  expect(partsOf('Wait for the next run, which reads it again.')).toEqual([
    ['words', 'Wait for the next run, which reads it again.'],
  ]);
});
