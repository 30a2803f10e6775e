import {
  CreateNetworkInterfacePermissionCommand,
  CreateSubnetCidrReservationCommand,
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfacePermissionsCommand,
  GetSubnetCidrReservationsCommand,
} from '@aws-sdk/client-ec2';
import {
  closeTarget,
  codeOf,
  conformance,
  failureOf,
  look,
  newInterface,
  openTarget,
  sandboxOnly,
  type Target,
} from './target.ts';

conformance('Reservations and permissions', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const reserve = (Cidr: string, ReservationType: 'explicit' | 'prefix' = 'explicit') =>
    target.client.send(
      new CreateSubnetCidrReservationCommand({ SubnetId: target.subnetId, Cidr, ReservationType }),
    );
  const reservations = (input: object = {}) =>
    target.client.send(new GetSubnetCidrReservationsCommand({ SubnetId: target.subnetId, ...input }));
  const permit = (NetworkInterfaceId: string, grantee: object) =>
    target.client.send(
      new CreateNetworkInterfacePermissionCommand({
        NetworkInterfaceId,
        Permission: 'INSTANCE-ATTACH',
        ...grantee,
      }),
    );
  const permissions = async (input: object = {}) => {
    const command = new DescribeNetworkInterfacePermissionsCommand(input);
    return (await target.run(target.client.send(command))).NetworkInterfacePermissions;
  };

  sandboxOnly('the reservations of one subnet are shown, IPv4 and IPv6 apart', async () => {
    const { SubnetCidrReservation: made } = await target.run(reserve('10.0.0.64/28'));
    await target.run(reserve('2001:db8::ff00/120', 'prefix'));
    const elsewhere = { subnetId: target.otherZoneSubnetId, cidr: '10.0.16.64/28' };
    target.sandbox?.world.addReservation(elsewhere);
    const shown = await target.run(reservations());
    expect(shown.SubnetIpv4CidrReservations).toEqual([made]);
    expect(made).toMatchObject({
      Cidr: '10.0.0.64/28',
      ReservationType: 'explicit',
      OwnerId: target.sandbox?.account,
    });
    expect(shown.SubnetIpv6CidrReservations).toMatchObject([
      { Cidr: '2001:db8::ff00/120', ReservationType: 'prefix' },
    ]);
    const Filters = [{ Name: 'reservationType', Values: ['prefix'] }];
    expect((await target.run(reservations({ Filters }))).SubnetIpv4CidrReservations).toEqual([]);
  });

  sandboxOnly('a reservation is inside of the subnet and overlaps no other of the VPC', async () => {
    expect(await codeOf(target, reserve('10.0.16.0/28'))).toBe('InvalidParameterValue');
    await target.run(reserve('10.0.0.64/28'));
    expect(await failureOf(target, reserve('10.0.0.64/26'))).toMatchObject({
      code: 'InvalidParameterValue',
      message: 'Reservation CIDR 10.0.0.64/26 has overlap with existing reserved CIDR block',
    });
  });

  sandboxOnly(
    'EC2 gives no address out of a reservation by itself, and whoever asks for one gets it',
    async () => {
      await target.run(reserve('10.0.0.0/28'));
      expect((await look(target, await newInterface(target))).PrivateIpAddress).toBe('10.0.0.16');
      const given = await newInterface(target, { PrivateIpAddress: '10.0.0.9' });
      expect((await look(target, given)).PrivateIpAddress).toBe('10.0.0.9');
    },
  );

  sandboxOnly('reservations come in pages, and 255 when nobody says how many', async () => {
    for (let count = 0; count < 256; count++) {
      const cidr = `10.0.${1 + Math.floor(count / 64)}.${(count % 64) * 4}/30`;
      target.sandbox?.world.addReservation({ subnetId: target.subnetId, cidr });
    }
    const { SubnetIpv4CidrReservations, NextToken } = await target.run(reservations());
    expect(SubnetIpv4CidrReservations).toHaveLength(255);
    expect((await target.run(reservations({ NextToken }))).SubnetIpv4CidrReservations).toHaveLength(1);
  });

  sandboxOnly(
    'a permission is given to one account or service, is shown, and goes with the interface',
    async () => {
      const [eni, other] = [await newInterface(target), await newInterface(target)];
      const both = { AwsAccountId: '210987654321', AwsService: 'x.amazonaws.com' };
      expect(await codeOf(target, permit(eni, both))).toBe('InvalidParameterCombination');
      const { InterfacePermission: made } = await target.run(permit(eni, { AwsAccountId: '210987654321' }));
      await target.run(permit(other, { AwsService: 'x.amazonaws.com' }));
      const Filters = [{ Name: 'network-interface-permission.network-interface-id', Values: [eni] }];
      expect(await permissions({ Filters })).toEqual([made]);
      expect(made).toMatchObject({ NetworkInterfaceId: eni, AwsAccountId: '210987654321' });
      expect(made?.PermissionState).toEqual({ State: 'granted' });
      await target.run(target.client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: eni })));
      expect(await permissions()).toMatchObject([{ NetworkInterfaceId: other }]);
    },
  );
});
