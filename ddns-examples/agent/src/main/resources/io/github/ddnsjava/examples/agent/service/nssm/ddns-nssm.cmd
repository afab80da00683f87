@echo off
chcp 65001 >nul
setlocal DisableDelayedExpansion
rem The agent as a Windows service by NSSM 2.24 (https://nssm.cc), which speaks to the service control manager. java.exe cannot.
rem
rem Install: save this as ddns-nssm.cmd, put nssm.exe on the path, and run it as an administrator. Then: nssm start ddns
rem Check:   nssm status ddns, and the log beside the configuration
rem Remove:  nssm stop ddns, then nssm remove ddns confirm

nssm install ddns {{java}}
if errorlevel 1 exit /b 1
nssm set ddns AppParameters {{arguments}}
nssm set ddns AppDirectory {{directory}}
nssm set ddns DisplayName "Dynamic DNS agent"
nssm set ddns Start SERVICE_DELAYED_AUTO_START
rem An account without rights, instead of the whole system. It reads the configuration, and writes the state beside it.
icacls {{directory}} /grant "*S-1-5-19:(OI)(CI)M"
nssm set ddns ObjectName "NT AUTHORITY\LocalService" ""
nssm set ddns AppStdout {{log}}
nssm set ddns AppStderr {{log}}
rem Without this the log grows without end.
nssm set ddns AppRotateFiles 1
nssm set ddns AppRotateOnline 1
nssm set ddns AppRotateBytes 10485760
rem Start again after every end but exit status 2, a configuration that a person must correct.
nssm set ddns AppExit Default Restart
nssm set ddns AppExit 2 Exit
nssm set ddns AppRestartDelay 10000
rem The agent ends by Ctrl+C within 10 s. NSSM waits for 1.5 s by itself.
nssm set ddns AppStopMethodConsole 30000
