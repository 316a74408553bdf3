// Checks one report from C#: Check FORM REPORT [CONTEXT [LANGUAGE]]. Prints the verdict; 0 valid, 1 invalid, 2 unreadable.
//
// By P/Invoke, in .NET and Mono. Who frees: the two handles, each with the function of its kind; `using` does it at once, the
// collector otherwise, and neither does it twice. A text is copied into a string while its handle is held.
//
//   mcs Check.cs; LD_LIBRARY_PATH=target/c/lib mono Check.exe form.toml report.json

using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

/// <summary>What is wrong with a form or a report, as JSON.</summary>
public class Refused : Exception
{
    public Refused(string text) : base(text) { }
}

/// <summary>A form, ready to check reports. Threads may share it.</summary>
public class Form : SafeHandle
{
    public override bool IsInvalid { get { return handle == IntPtr.Zero; } }
    protected override bool ReleaseHandle() { phieu_validator_free(handle); return true; }
    private Form() : base(IntPtr.Zero, true) { }

    /// <summary>From a file's bytes, in the spelling that the ending of its name tells.</summary>
    public static Form Read(string name, byte[] data)
    {
        byte[] file = Encoding.UTF8.GetBytes(name);
        Form form = phieu_validator_new(file, Size(file), data, Size(data));
        UIntPtr length;
        IntPtr wrong = phieu_validator_error(form, out length);
        if (wrong == IntPtr.Zero) return form;
        using (form) throw new Refused(Text(wrong, length));
    }

    /// <summary>The verdict as JSON. A context of null is none.</summary>
    public string Check(byte[] report, byte[] context, string language)
    {
        byte[] asked = Encoding.UTF8.GetBytes(language);
        using (Result result = phieu_check(this, report, Size(report), context, Size(context), asked, Size(asked)))
        {
            UIntPtr length;
            string text = Text(phieu_result_text(result, out length), length);
            if (!phieu_result_ok(result)) throw new Refused(text);
            return text;
        }
    }

    private class Result : SafeHandle
    {
        public override bool IsInvalid { get { return handle == IntPtr.Zero; } }
        protected override bool ReleaseHandle() { phieu_result_free(handle); return true; }
        private Result() : base(IntPtr.Zero, true) { }
    }

    private static UIntPtr Size(byte[] bytes) { return (UIntPtr)(bytes == null ? 0 : bytes.Length); }

    private static string Text(IntPtr at, UIntPtr length)
    {
        byte[] bytes = new byte[(int)length];
        Marshal.Copy(at, bytes, 0, bytes.Length);
        return Encoding.UTF8.GetString(bytes);
    }

    [DllImport("phieu")]
    private static extern Form phieu_validator_new(byte[] file, UIntPtr fileLength, byte[] data, UIntPtr dataLength);
    [DllImport("phieu")]
    private static extern IntPtr phieu_validator_error(Form validator, out UIntPtr length);
    [DllImport("phieu")]
    private static extern void phieu_validator_free(IntPtr validator);
    [DllImport("phieu")]
    private static extern Result phieu_check(
        Form validator, byte[] report, UIntPtr reportLength, byte[] context, UIntPtr contextLength, byte[] language, UIntPtr languageLength);
    [DllImport("phieu")]
    [return: MarshalAs(UnmanagedType.I1)]
    private static extern bool phieu_result_ok(Result result);
    [DllImport("phieu")]
    private static extern IntPtr phieu_result_text(Result result, out UIntPtr length);
    [DllImport("phieu")]
    private static extern void phieu_result_free(IntPtr result);
}

public static class Program
{
    public static int Main(string[] words)
    {
        Stream output = Console.OpenStandardOutput(), errors = Console.OpenStandardError();
        if (words.Length < 2) return Say(errors, "expected: Check FORM REPORT [CONTEXT [LANGUAGE]]", 2);
        byte[] context = words.Length > 2 ? File.ReadAllBytes(words[2]) : null;
        try
        {
            using (Form form = Form.Read(words[0], File.ReadAllBytes(words[0])))
            {
                string verdict = form.Check(File.ReadAllBytes(words[1]), context, words.Length > 3 ? words[3] : "en");
                return Say(output, verdict, verdict.Contains("\"valid\":true") ? 0 : 1);
            }
        }
        catch (Refused refused)
        {
            return Say(errors, refused.Message, 2);
        }
    }

    private static int Say(Stream to, string text, int code)
    {
        byte[] line = Encoding.UTF8.GetBytes(text + "\n");
        to.Write(line, 0, line.Length);
        return code;
    }
}
