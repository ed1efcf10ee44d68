using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NeuralJit;

/// <summary>
/// What .NET does not tell of files on Unix: what they are before they are opened (to open a pipe waits for its other end), and whose.
/// </summary>
/// <param name="IsRegular">Whether it is a file on a disk, not a folder, a pipe, a socket or a device.</param>
/// <param name="Owner">The number of its owner.</param>
/// <param name="Group">The number of its group.</param>
internal readonly partial record struct UnixFile(bool IsRegular, uint Owner, uint Group)
{
    // From linux/stat.h, the same on all processors: struct statx has 256 bytes, with uid, gid and mode at these places.
    private const int StatxSize = 256, OwnerAt = 20, GroupAt = 24, ModeAt = 28;
    private const int CurrentFolder = -100;
    private const uint TypeAndOwners = 0x1 | 0x8 | 0x10;
    private const int TypeMask = 0xF000, RegularType = 0x8000;
    private const uint Unchanged = uint.MaxValue;

    /// <summary>
    /// What is at the end of the path's links; null where nothing is there or the system does not tell: it is not Linux, or an old one.
    /// </summary>
    public static UnixFile? Of(string path)
    {
        byte[] status = new byte[StatxSize];
        return OperatingSystem.IsLinux() && !path.Contains('\0') && HasStatus(path, status)
            ? new UnixFile((BitConverter.ToUInt16(status, ModeAt) & TypeMask) == RegularType, BitConverter.ToUInt32(status, OwnerAt),
                BitConverter.ToUInt32(status, GroupAt))
            : null;
    }

    /// <summary>
    /// Gives an open file to this one's owner and group. As a rule only root may give files away; a group may be given by its members.
    /// </summary>
    /// <returns>Whether it has the owner, and whether it has the group.</returns>
    public (bool Owner, bool Group) HandOn(SafeFileHandle file) =>
        Chown(file, Owner, Group) == 0 ? (true, true) : (false, Chown(file, Unchanged, Group) == 0);

    // glibc has had the call since 2.28, musl since 1.2.
    private static bool HasStatus(string path, byte[] status)
    {
        try
        {
            return Statx(CurrentFolder, path, 0, TypeAndOwners, status) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int Chown(SafeFileHandle file, uint owner, uint group);
}
