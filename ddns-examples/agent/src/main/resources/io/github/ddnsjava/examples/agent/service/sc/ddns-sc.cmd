@echo off
chcp 65001 >nul
setlocal DisableDelayedExpansion
rem The agent as a Windows service by sc.exe and a wrapper.
rem
rem "sc create" with java.exe itself cannot work: a service must report to the service control manager within 30 s that it has
rem started. java.exe does not, and so it is ended with error 1053. The wrapper here is WinSW, named ddns-service.exe, with the
rem file ddns-service.xml beside it ("service print winsw"), which names java.exe.
rem "ddns-service.exe install" does most of the following. Use sc.exe where you want a service SID, a restart also after a stop
rem that reports an error, or a start as soon as there is a network.
rem
rem Install: put the wrapper beside the agent's jar, save this as ddns-sc.cmd, and run it as an administrator.
rem          Then: sc.exe start ddns
rem Check:   sc.exe query ddns, sc.exe qc ddns, sc.exe qfailure ddns
rem Remove:  sc.exe stop ddns, then sc.exe delete ddns
rem In PowerShell write sc.exe: there sc is another command. The blank after each = belongs there.

sc.exe create ddns binPath= {{wrapper}} start= delayed-auto obj= "NT AUTHORITY\LocalService" DisplayName= "Dynamic DNS agent" depend= Tcpip
if errorlevel 1 exit /b 1
sc.exe description ddns "Keeps DNS records on the address of this host."
rem The last delay, in milliseconds, is repeated. The count begins anew after 3600 s without a failure. The service control
rem manager cannot tell exit status 2, a wrong configuration, from others.
sc.exe failure ddns reset= 3600 actions= restart/10000/restart/60000/restart/300000
rem Also if the wrapper reports that it stopped with an error.
sc.exe failureflag ddns 1
sc.exe sidtype ddns unrestricted
sc.exe triggerinfo ddns start/networkon
rem The service reads the configuration, and writes the state beside it.
icacls {{directory}} /grant "NT SERVICE\ddns:(OI)(CI)M"
