@echo off
rem Starts the agent: ddns VERB ...  With the Java beside it (the image), else that of JAVA_HOME, else the one on the path.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA=%HOME_DIR%\bin\java.exe"
if not exist "%JAVA%" if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if not exist "%JAVA%" set "JAVA=java"
"%JAVA%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=3 -XX:-UsePerfData -XX:StringTableSize=1009 -Xss512k -Xms6m -XX:MaxNewSize=1m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=25 -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError %DDNS_JAVA_OPTIONS% -jar "%HOME_DIR%\app\ddns-agent.jar" %*
exit /b %ERRORLEVEL%
