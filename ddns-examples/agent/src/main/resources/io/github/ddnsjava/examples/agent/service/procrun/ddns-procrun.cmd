@echo off
chcp 65001 >nul
setlocal DisableDelayedExpansion
rem The agent as a Windows service by procrun, prunsrv.exe of Apache Commons Daemon 1.4 and later, which runs the JVM in its own
rem process. prunsrv.exe must be for the processor that the JVM is for.
rem
rem Install: save this as ddns-procrun.cmd, put prunsrv.exe on the path, and run it as an administrator. Then: sc.exe start ddns
rem Check:   sc.exe query ddns, and the logs beside the configuration
rem Remove:  sc.exe stop ddns, then prunsrv.exe //DS//ddns

rem An account without rights, instead of the whole system. It reads the configuration, and writes the state beside it.
icacls {{directory}} /grant "*S-1-5-19:(OI)(CI)M"
rem A stop calls java.lang.System.exit in the JVM, and the agent ends in good order, within 10 s.
prunsrv.exe //IS//ddns "--DisplayName=Dynamic DNS agent" --Startup=delayed "--ServiceUser=NT AUTHORITY\LocalService" ^
 {{dll}} ^
 {{classPath}} ^
 {{options}} ^
 --StartMode=jvm --StartClass=io.github.ddnsjava.examples.agent.Main --StartMethod=main ^
 {{parameters}} ^
 --StopMode=jvm --StopClass=java.lang.System --StopMethod=exit --StopTimeout=30 ^
 {{logs}} --LogPrefix=ddns --StdOutput=auto --StdError=auto
if errorlevel 1 exit /b 1
rem The last delay, in milliseconds, is repeated. The service control manager cannot tell exit status 2, a wrong configuration,
rem from others.
sc.exe failure ddns reset= 3600 actions= restart/10000/restart/60000/restart/300000
sc.exe failureflag ddns 1
