import type { HeldReason } from "@/db/schema/constants";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** File name endings with which a system runs a file, or installs something from it, when somebody opens it. */
const PROGRAMS = words(`
  exe com scr pif cpl dll ocx sys drv efi msi msp mst msu msix msixbundle appx appxbundle appinstaller application
  gadget jar jnlp class war ear apk aab xapk ipa xap air app dmg pkg mpkg deb rpm run appimage snap flatpak flatpakref
  xll vsix vsto crx xpi nupkg whl gem oxt desktop dylib so elf dex chm hlp swf`);

const SCRIPTS = words(`
  bat cmd btm ps1 psm1 psd1 ps1xml ps2 ps2xml psc1 psc2 pssc cdxml vbs vbe vb vba bas js jse mjs cjs wsf wsh wsc ws sct
  hta htc lnk url website webloc inf reg scf msc mde ade mda mdz maf mam maq mar mat mau mav maw job shb shs rdp
  sh bash zsh ksh csh fish command scpt scptd applescript osascript terminal ahk au3 a3x
  py pyw pyc pyo pyz pyzw rb rbw pl pm php php3 php4 php5 php7 phtml phar asp aspx ashx asmx cgi jsp jspx lua tcl tk
  iqy oqy dqy rqy slk settingcontent-ms search-ms library-ms searchconnector-ms diagcab
  xbap xnk`);

const MACROS = words(
  "docm dotm xlsm xltm xlam xla xlm xlw wll ppam ppa pptm potm ppsm sldm sldx vsdm vssm vstm accde mso",
);

/** Archives, disk images and collections of files that we do not look into, and web pages saved as one file. */
const SEALED = words(`
  7z rar r00 r01 xz txz lzma tlz bz2 bz tbz tbz2 zst tzst lz lz4 z taz cab arj ace lzh lha arc zoo alz egg sit sitx hqx
  iso img udf vhd vhdx vmdk vdi qcow qcow2 wim esd swm ova nrg bin-image one onepkg onetoc2 mht mhtml
  pst ost tnef winmail cpio xar asar sfx zpaq`);

const PAGES = words("htm html xhtm xhtml xht shtml shtm dhtml svg svgz xml xsl xslt");

/** No operating system allows longer names. Names in archives may have any length. */
const LONGEST_NAME = 300;

/**
 * The ending of a name, in lower case, as some systems read it: they drop dots and spaces at the end, and a colon and
 * what follows it.
 */
function endingOf(name: string): string {
  const [main = ""] = (name.split(/[\\/]/).at(-1) ?? "").split(":");
  const near = main.slice(-LONGEST_NAME);
  // A loop and not a regular expression: one with `+$` would start again at each dot of a name made of dots.
  let end = near.length;
  while (end > 0 && /[\s.\0]/.test(near.charAt(end - 1))) end -= 1;
  const dot = near.lastIndexOf(".", end - 1);
  return end > 0 && dot >= 0
    ? near
        .slice(dot + 1, end)
        .trim()
        .toLowerCase()
    : "";
}

/** Why a file with this name is held, whatever it contains; null if the name gives no reason. */
export function runsByName(name: string): HeldReason | null {
  const ending = endingOf(name);
  if (PROGRAMS.has(ending)) return "program";
  if (SCRIPTS.has(ending)) return "script";
  if (MACROS.has(ending)) return "macro";
  return SEALED.has(ending) ? "sealed" : null;
}

/** Whether a browser opens a file with this name as a page or drawing. */
export const isPageName = (name: string): boolean => PAGES.has(endingOf(name));

/** Whether the name is that of an archive that we look into. */
export const isArchiveName = (name: string): boolean => /^(zip|zipx|gz|gzip|tgz|tar)$/.test(endingOf(name));
